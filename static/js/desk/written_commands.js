// Sifting what people wrote: the acts of that part of the desk.

export function sifting({ page, state, send, say, add, none }) {
  const list = page.querySelector('[data-slot="written_list"]');
  const find = (id) => state().written.find((one) => one.id === id);
  const ticked = () =>
    Array.from(list.querySelectorAll("input:checked"), (box) => find(box.value)).filter(Boolean);

  return {
    showtext: ({ id }) => send(find(id)?.shown ? "hide_texts" : "show_texts", { texts: [id] }),
    rejecttext: ({ id }) => send("reject_texts", { texts: [id] }),
    showtexts: () => send("show_texts", {}),
    hidetexts: () => send("hide_texts", {}),
    make: () => {
      const texts = ticked();
      if (!texts.length) return say(none);
      return add(texts, () => {
        for (const box of list.querySelectorAll("input:checked")) box.checked = false;
      });
    },
  };
}
