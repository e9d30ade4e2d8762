// The forms of paper ballots: what is typed stays until the server has taken it.

export function papering({ page, state, send }) {
  const people = page.querySelector("#paper-people");
  const ballots = page.querySelector("#paper-ballots");
  const typed = (root) => Array.from(root.querySelectorAll(".paper-counts input"), (input) => [input.name, Number(input.value)]);

  people.addEventListener("submit", (event) => {
    event.preventDefault();
    send("expect_paper", Object.fromEntries(typed(people)));
  });
  ballots.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = typed(ballots).map(([, value]) => value);
    const counts = values.slice(0, -1);
    const several = state().question.max_choices > 1;
    const voters = several ? Number(ballots.elements.voters.value) : values.reduce((sum, value) => sum + value, 0);
    const body = { group: ballots.elements.group.value, voters, counts, no_answer: values.at(-1) };
    if (await send("enter_paper", body)) for (const input of ballots.querySelectorAll("input")) input.value = "0";
  });
}
