// The present state of the session: as embedded in the page, or asked for again over plain HTTP.

export function embedded(page = document) {
  const block = page.getElementById("present");
  return block ? JSON.parse(block.textContent) : null;
}

export async function fetched(address) {
  const answer = await fetch(address, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const present = embedded(page);
  if (!present && answer.status < 500) location.replace(address); // no longer joined, or the session is gone: the page says so
  return present;
}
