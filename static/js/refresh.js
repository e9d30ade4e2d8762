// For browsers too old for modules: the plain page, asked for again every five seconds unless somebody is choosing.
if (!document.querySelector("#now:not([hidden]) form.ballot")) {
  setTimeout(function () { location.replace("/j/" + document.body.getAttribute("data-code")); }, 5000);
}
