// Takes the passes off the device before somebody signs out and leaves forms behind.  The forms stay, sealed; a pass is
// fetched again with the next sign-in.
(() => {
  "use strict";
  const form = document.querySelector("form.stop");
  if (!form || !globalThis.indexedDB) return;
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      const leave = () => form.submit();
      const asked = indexedDB.open("forms");
      asked.onerror = asked.onblocked = leave;
      asked.onsuccess = () => {
        const base = asked.result;
        if (!base.objectStoreNames.contains("offices")) return leave();
        const at = base.transaction("offices", "readwrite");
        at.objectStore("offices").clear();
        at.oncomplete = at.onabort = leave;
      };
    },
    { once: true },
  );
})();
