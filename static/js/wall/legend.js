// Beside a picture: what its colours mean, and where its rows are choices the groups, named once.

import { GROUPS } from "../shared/groups.js";
import { keyed } from "../shared/keyed.js";
import { clone, element, fill, toggle } from "../shared/slots.js";

/**
 * @param {HTMLElement} list
 * @param {Release} release
 * @param {Question} question
 * @param {Second | null} second
 */
export function legend(list, release, question, second) {
  const none = release.picture.rows.some((row) =>
    (row.bars || []).some((bar) => bar.tone === "none" && bar.width > 0),
  );
  const items = question.tones.map((tone, at) => ({
    tone,
    text: question.labels[at],
    other: second ? second.labels[at] : "",
  }));
  if (none)
    items.push({
      tone: "none",
      text: clone("no-answer").textContent,
      other: clone("no-answer-also").textContent,
    });
  list.hidden = !["diverging", "shares"].includes(release.picture.form);
  keyed(
    list,
    items,
    (item) => item.text,
    () => element("legend-item"),
    (node, item) => {
      node.firstElementChild.dataset.tone = item.tone;
      fill(node, { word: item.text, word_also: item.other });
    },
  );
}

/**
 * Where the rows are choices, the groups are named once, above.
 * @param {HTMLElement} line
 * @param {Release} release
 * @param {Texts} groups
 * @param {Second | null} second
 * @param {boolean} halved
 */
export function key(line, release, groups, second, halved) {
  const { rows } = release.picture;
  const names = GROUPS.filter((name) =>
    rows.some((row) => row.group === name || row.bars.some((bar) => bar.group === name)),
  );
  line.hidden = (release.picture.form !== "by_choice" && !halved) || names[0] === "together";
  keyed(
    line,
    names,
    (name) => name,
    () => element("key-item"),
    (node, name) => {
      node.querySelector(".group-mark").dataset.group = name;
      const { voters } = release.groups[name];
      fill(node, { label: groups[name], answers: release.answers[name] });
      fill(node, {
        label_also: second ? second.groups[name] : "",
        answers_also: second ? release.also.answers[name] : "",
      });
      toggle(node, { voters: voters > 0, here: false });
    },
  );
}
