// A plan being written: each change gives a new one, and translations hold only for what they say.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  added,
  arrived,
  changed,
  merged,
  moved,
  takenOut,
  texts,
  toSend,
  translated,
} from "../../../static/js/editor/draft.js";
import { placeOf } from "../../../static/js/editor/fault_places.js";

const asked = (id, more = {}) => ({
  id,
  kind: "choice",
  text: `${id}?`,
  passes: ["today"],
  ...more,
});
const PLAN = {
  title: "Check-up",
  frame: "",
  groups: { northern: "North" },
  questions: [asked("budget", { choices: ["Now", "Later"] }), asked("hope")],
  translations: { fr: { title: "Bilan", budget: "Budget ?", "budget.0": "Maintenant" } },
};
const ids = (plan) => plan.questions.map((one) => one.id).join(" ");

test("questions come, go and move, and the plan before stays as it was", () => {
  const before = structuredClone(PLAN);
  assert.equal(ids(takenOut(PLAN, 0)), "hope");
  assert.equal(ids(moved(PLAN, 0, 1)), "hope budget");
  assert.equal(changed(PLAN, 1, asked("hope", { text: "New?" })).questions[1].text, "New?");
  assert.deepEqual(PLAN, before);
});

test("a question that is added gets an id of its own", () => {
  const twice = added(added(PLAN, 1, PLAN.questions[0]), 1, PLAN.questions[0]);
  assert.equal(new Set(twice.questions.map((one) => one.id)).size, 4);
});

test("two that ask the same become one with two rounds, in both their passes", () => {
  const plan = added(PLAN, 2, asked("budget", { passes: ["should_be"] }));
  const [first, ...rest] = merged(plan, 0, 2, ["Before", "After"]).questions;
  assert.deepEqual(
    [first.rounds, first.passes],
    [
      ["Before", "After"],
      ["today", "should_be"],
    ],
  );
  assert.equal(rest.length, 1);
});

test("every text can be translated, and an empty one is not there", () => {
  const keys = texts(PLAN).map(([key]) => key);
  assert.deepEqual(keys, ["title", "groups.northern", "budget", "budget.0", "budget.1", "hope"]);
});

test("a translation that came with the plan ends with the text it was made of", () => {
  const plan = changed(arrived(PLAN), 0, asked("budget", { choices: ["Soon", "Later"] }));
  assert.deepEqual(toSend(plan).translations.fr, { title: "Bilan", budget: "Budget ?" });
  const mended = translated(plan, "fr", "budget.0", "Bientôt");
  assert.equal(toSend(mended).translations.fr["budget.0"], "Bientôt");
});

test("a text that is emptied is no translation", () => {
  const plan = ["title", "budget", "budget.0"].reduce(
    (all, key) => translated(all, "fr", key, ""),
    PLAN,
  );
  assert.deepEqual(plan.translations, {});
});

test("what is sent says nothing of how the plan came", () => {
  assert.ok(!("came" in JSON.parse(JSON.stringify(toSend(arrived(PLAN))))));
});

test("a fault leads to its field", () => {
  assert.deepEqual(placeOf("questions[2].choices[0]"), {
    form: "question",
    question: 2,
    field: "choices",
  });
  assert.deepEqual(placeOf("questions[0]"), { form: "question", question: 0, field: "text" });
  assert.deepEqual(placeOf("translations.fr.budget.0"), {
    form: "translations",
    language: "fr",
    field: "budget.0",
  });
  assert.deepEqual(placeOf("groups.northern"), { form: "settings", field: "northern" });
  assert.equal(placeOf("baseline.plan"), null);
});
