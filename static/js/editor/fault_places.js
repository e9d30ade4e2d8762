// Where a fault belongs: `questions[2].choices[0]` → the field "choices" of the third question.

/**
 * @param {string} at
 * @returns {FaultPlace | null}
 */
export function placeOf(at) {
  const asked = /^questions\[(\d+)\](?:\.(\w+))?/.exec(at);
  if (asked) return { form: "question", question: Number(asked[1]), field: asked[2] || "text" };
  const translation = /^translations\.([^.]+)(?:\.(.+))?$/.exec(at);
  if (translation)
    return { form: "translations", language: translation[1], field: translation[2] || "" };
  const [field] = at.replace(/^groups\./, "").split(/[.[]/);
  return [
    "title",
    "frame",
    "language",
    "second_language",
    "threshold",
    "results",
    "northern",
    "southern",
    "neither",
  ].includes(field)
    ? { form: "settings", field }
    : null;
}
