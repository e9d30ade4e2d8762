// One ballot, sent until it is answered: by socket, else by plain HTTP, the same ballot with the
// same number each time. It lives in memory only. The server counts one number once, however often
// it arrives.

// `unsure` in the answer says that it was sent before without an answer: it may have been counted
// then.

// nothing was counted, and soon it can be
const TRY_AGAIN = ["RateLimited", "StoreUnavailable", "ServerStopping"];

/**
 * @param {Ballot} ballot
 * @param {Connection} connection
 * @param {string} address
 * @param {{late: () => void, refused: (answer: Answer) => void}} told
 * @returns {Promise<Answer>}
 */
export async function deliver(ballot, connection, address, { late, refused }) {
  const clock = setTimeout(late, 2000);
  for (let unsure = false; ; unsure = true) {
    const answer = await attempt(ballot, connection, address);
    if (answer && !TRY_AGAIN.includes(answer.reason)) {
      clearTimeout(clock);
      return { ...answer, unsure: unsure || answer.unsure };
    }
    if (answer) refused(answer);
    await connection.back(2000);
  }
}

/**
 * @param {Ballot} ballot
 * @param {Connection} connection
 * @param {string} address
 * @returns {Promise<Answer | null>}
 */
async function attempt(ballot, connection, address) {
  const unsure = connection.isUp();
  try {
    return await connection.ask("cast_ballot", ballot, 4000);
  } catch {
    const answer = await post(ballot, address);
    return answer && { ...answer, unsure };
  }
}

/**
 * @param {Ballot} ballot
 * @param {string} address
 * @returns {Promise<Answer | null>}
 */
async function post(ballot, address) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), 8000);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(ballot),
      signal: impatience.signal,
    });
    return answer.status < 500 ? await answer.json() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
