// Keeps the pages of forms, the engine and the forms themselves on the device, so that they open when the line is down.
// It reaches nothing beside those pages, keeps nothing that anybody answered, and sends nothing.
const KEPT = "forms";
const WAITS = 4000;
const ALIKE = { ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The page as the server has it now, where it answers in time; else as it was kept, naming nobody. */
async function page(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(new URL(request.url).pathname, ALIKE);
  try {
    const answer = await fetch(request, found ? { signal: AbortSignal.timeout(WAITS) } : {});
    return answer.status >= 500 && found ? found : answer;
  } catch (failure) {
    if (found) return found;
    throw failure;
  }
}

/** What never changes under its address: files of the house, and a form in one version. */
async function part(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request, ALIKE);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith("/static/") || address.pathname.startsWith("/fill/form/")) event.respondWith(part(request));
});
