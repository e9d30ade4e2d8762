// A release's picture: rows of bars at the places the release says. Elements stay and move; nothing is reckoned here.
import { keyed } from "../lib/keyed.js";
import { clone, fill, toggle } from "../lib/slots.js";
import { GROUPS } from "./groups.js";
import { numbers } from "./numbers.js";

export function picture(root, release, question, groups, second) {
  const { form, rows, zero, columns } = release.picture;
  const slot = (name) => root.querySelector(`.picture [data-slot="${name}"]`);
  const area = slot("rows");
  const tabled = form === "table";
  const also = (row) => (second ? release.also.picture.rows[rows.indexOf(row)] : {});
  toggle(root, { numbers: tabled, numbers_words: false });
  area.hidden = tabled;
  const halves = tabled ? numbers(root, release.table, second && release.also.table) : columns;
  root.dataset.halves = halves;
  area.dataset.form = form;
  area.dataset.rows = rows.length;
  area.dataset.columns = columns;
  area.setAttribute("aria-label", release.finding.text);
  area.style.setProperty("--zero", `${100 * (zero || 0)}%`);
  const half = Math.ceil(rows.filter((row) => !row.group).length / columns);
  area.dataset.half = half > 10 ? "long" : "short";
  area.style.gridTemplateRows = columns > 1 ? `repeat(${half}, minmax(0, 1fr))` : "";
  const share = (bar, row) => shareOf(bar, row, release);
  keyed(area, rows, (row) => `${row.group ?? row.choice ?? row.label}${row.then ? "/then" : ""}`, () => clone("row").firstElementChild, (node, row) => {
    draw(node, row, form, zero, share);
    node.style.gridArea = columns > 1 ? cell(row, rows.indexOf(row), half) : "";
    fill(node, { label_also: also(row).label, answers_also: also(row).answers, note_also: also(row).note });
  });
  keyed(slot("sentences"), release.sentences, (text) => text, () => clone("sentence").firstElementChild, (node, sentence) => fill(node, { sentence }));
  legend(slot("legend"), release, question, second);
  key(slot("key"), release, groups, second, halves > 1);
}

// Choices run down the first column, then down the second; what is said of a group stands below them both.
function cell(row, at, half) {
  return row.group ? "auto / 1 / auto / -1" : `${(at % half) + 1} / ${at < half ? 1 : 2}`;
}

function draw(node, row, form, zero, share) {
  const label = node.querySelector(".row-label .group-mark");
  label.dataset.group = row.group || "together";
  fill(node, { label: row.label, answers: row.answers, note: row.note });
  toggle(node, { note: Boolean(row.note), voters: form !== "by_choice" && row.voters > 0, zero: zero !== null && zero !== undefined });
  const bars = row.bars || [];
  node.dataset.empty = bars.length === 0;
  node.dataset.then = Boolean(row.then);
  const lanes = form === "by_choice" ? bars.length : 1;
  keyed(node.querySelector('[data-slot="bars"]'), bars, (bar) => `${bar.group}/${bar.choice}`, create, (part, bar) => {
    const at = lanes > 1 ? bars.indexOf(bar) : 0;
    part.dataset.tone = bar.tone;
    const count = String(share(bar, row));
    part.dataset.size = room(bar.width / (count.length + (count.endsWith("%") ? 0.8 : 0) || 1));
    part.querySelector(".group-mark").dataset.group = bar.group || "together";
    part.style.top = `${(100 * at) / lanes}%`;
    part.style.height = `${100 / lanes}%`;
    part.style.insetInlineStart = `${100 * bar.x}%`;
    part.offsetWidth; // a new bar begins at nothing and grows from there
    part.style.width = `${100 * bar.width}%`;
    fill(part, { count });
  });
}

function create() {
  const bar = clone("bar").firstElementChild;
  bar.style.width = "0%";
  return bar;
}

// What a bar has room for, from its width for each character of its number: measured at 4:3, the narrower wall.
function room(width) {
  if (width <= 0) return "none";
  return width < 0.0165 ? "tiny" : width < 0.026 ? "narrow" : "wide";
}

// Counts, since rooms are small; percent only from 50 answers a group.
function shareOf(bar, row, release) {
  const shown = (!row.then && release.groups[bar.group || row.group]) || {};
  const voters = shown.voters || row.voters || 0;
  if (bar.count === null || bar.count === undefined) return "";
  return voters >= 50 ? `${Math.round((100 * bar.count) / voters)}%` : bar.count;
}

function legend(list, release, question, second) {
  const none = release.picture.rows.some((row) => (row.bars || []).some((bar) => bar.tone === "none" && bar.width > 0));
  const items = question.tones.map((tone, at) => ({ tone, text: question.labels[at], other: second ? second.labels[at] : "" }));
  if (none) items.push({ tone: "none", text: clone("no-answer").textContent, other: clone("no-answer-also").textContent });
  list.hidden = !["diverging", "shares"].includes(release.picture.form);
  keyed(list, items, (item) => item.text, () => clone("legend-item").firstElementChild, (node, item) => {
    node.firstElementChild.dataset.tone = item.tone;
    fill(node, { word: item.text, word_also: item.other });
  });
}

// Where the rows are choices, the groups are named once, above.
function key(line, release, groups, second, halved) {
  const { rows } = release.picture;
  const names = GROUPS.filter((name) => rows.some((row) => row.group === name || row.bars.some((bar) => bar.group === name)));
  line.hidden = (release.picture.form !== "by_choice" && !halved) || names[0] === "together";
  keyed(line, names, (name) => name, () => clone("key-item").firstElementChild, (node, name) => {
    node.querySelector(".group-mark").dataset.group = name;
    const { voters } = release.groups[name];
    fill(node, { label: groups[name], answers: release.answers[name] });
    fill(node, { label_also: second ? second.groups[name] : "", answers_also: second ? release.also.answers[name] : "" });
    toggle(node, { voters: voters > 0, here: false });
  });
}
