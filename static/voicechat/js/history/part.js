// Fetches the list that stands at an address, without the rest of its page.

export async function fetchList(address, signal) {
  const headers = { "X-Part": "list" };
  const answer = await fetch(address, { headers, signal, cache: "no-store" });
  if (answer.redirected) location.reload(); // signed out meanwhile
  if (answer.redirected || !answer.ok) throw new Error(`${answer.status}`);
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content;
}
