/* Leaves at once, by the button or by pressing Shift three times; in a lobby it begins anew when nobody is there.
   Everything on these pages works without this file; then the button leads to an empty page as any link does. */
(function () {
  "use strict";
  var root = document.documentElement;
  var pressed = [];

  function leave() {
    root.className = "covered";
    document.title = "\u00a0";
    location.replace("about:blank");
  }

  document.addEventListener("click", function (event) {
    var way = event.target.closest ? event.target.closest("[data-leave]") : null;
    if (way) {
      event.preventDefault();
      leave();
    }
  });

  document.addEventListener("keydown", function (event) {
    var now = Date.now();
    if (event.key !== "Shift") {
      pressed = [];
      return;
    }
    if (event.repeat) {
      return;
    }
    pressed = pressed.filter(function (moment) { return now - moment < 2000; });
    pressed.push(now);
    if (pressed.length === 3) {
      leave();
    }
  });

  var hint = document.querySelector("[data-hint]");
  if (hint) {
    hint.className = "";
  }

  // A page that the browser kept in memory would show what was typed to whoever goes back.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      location.reload();
    }
  });

  var lobby = document.body.getAttribute("data-lobby");
  if (!lobby) {
    return;
  }
  var waiting;
  function wait() {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      root.className = "covered";
      location.replace(lobby);
    }, 60000);
  }
  ["keydown", "pointerdown", "touchstart", "input", "scroll"].forEach(function (name) {
    document.addEventListener(name, wait, { passive: true });
  });
  wait();
  // Links take the place of the page before, so that going back leads out of everything.
  document.addEventListener("click", function (event) {
    var way = event.target.closest ? event.target.closest("a[href]") : null;
    if (way && !way.hasAttribute("data-leave")) {
      event.preventDefault();
      location.replace(way.href);
    }
  });
})();
