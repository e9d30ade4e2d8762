// For browsers too old for modules: the plain page, asked for again every five seconds unless
// somebody is choosing.
if (!document.querySelector("#now:not([hidden]) form.ballot")) {
  setTimeout(function () {
    location.replace(document.body.getAttribute("data-here"));
  }, 5000);
}
