// Where a page was left: "back", and loading it again, come to the same place of it.

/** Milliseconds for which what is asked for may take to come. */
const PATIENCE = 5000;
let saving = 0;
let coming = 0;

/** From now on each entry of the history knows how far its page is scrolled. */
export function keepPlaces(): void {
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => {
    clearTimeout(saving);
    if (!coming) saving = setTimeout(() => history.replaceState({ ...(history.state as object | null), y: scrollY }, ""), 100);
  });
  addEventListener("hashchange", () => clearTimeout(saving));
  for (const name of ["wheel", "keydown", "pointerdown", "touchstart"]) addEventListener(name, stay, { passive: true });
}

/** Come to where the page was left, as soon as it is long enough; false where it has not been seen. */
export function comeBack(): boolean {
  const y = (history.state as { y?: number } | null)?.y;
  stay();
  if (!y) return false;
  const until = Date.now() + PATIENCE;
  const come = () => {
    const there = document.documentElement.scrollHeight >= y + innerHeight;
    if (there || Date.now() > until) {
      scrollTo(0, y);
      stay();
    }
  };
  coming = setInterval(come, 50);
  come();
  return true;
}

function stay(): void {
  clearInterval(coming);
  coming = 0;
}
