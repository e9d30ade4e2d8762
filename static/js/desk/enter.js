// The facilitator's key travels in the #fragment, which no server sees; here it is exchanged for a
// cookie.
const code = document.body.dataset.code;
/** @type {HTMLFormElement} */
const form = document.getElementById("enter");

/** @param {string} typed */
async function enter(typed) {
  const key = typed.slice(typed.lastIndexOf("#") + 1).trim();
  history.replaceState(null, "", location.pathname);
  const note = document.getElementById("note");
  note.hidden = document.getElementById("unreachable").hidden = true;
  try {
    const answer = await fetch(`/f/${code}/enter`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key }),
    });
    if (answer.ok) return location.reload();
    note.textContent = (await answer.json()).message;
    note.hidden = false;
  } catch {
    document.getElementById("unreachable").hidden = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter(form.elements.key.value);
});
const followed = () => location.hash.length > 1 && enter(location.hash);
addEventListener("hashchange", followed); // the link pasted where this page stands already
followed();
