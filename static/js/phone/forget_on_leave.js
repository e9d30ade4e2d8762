// Some browsers keep a page behind the back button, whatever they are told: what the last person
// had ticked must not come back with it. A ballot on its way lives in its page only: that page goes
// on as it was.
addEventListener("pagehide", function () {
  Array.prototype.forEach.call(document.forms, function (form) {
    form.reset();
  });
});
addEventListener("pageshow", function (event) {
  if (event.persisted && !document.querySelector('[data-beat="sending"]')) location.reload();
});
