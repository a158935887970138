// Keeps the page of the arrival desk, and what it wears, on the device, so that it opens when the line is down.
// It reaches nothing beside the desk, keeps nothing that anybody typed, and sends nothing.
const KEPT = "arrival-desk";
const WAITS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The page as the server has it now, where it answers in time; else as it was kept, with nothing of who waits. */
async function page(request) {
  const kept = await caches.open(KEPT);
  const where = new URL(request.url).pathname;
  try {
    return await fetch(request, { signal: AbortSignal.timeout(WAITS) });
  } catch (failure) {
    const found = await kept.match(where);
    if (found) return found;
    throw failure;
  }
}

async function part(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
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
  else if (address.pathname.startsWith("/static/")) event.respondWith(part(request));
});
