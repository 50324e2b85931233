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
    const here = location.href;
    const save = () => here === location.href && history.replaceState({ ...(history.state as object | null), y: scrollY }, "");
    if (!coming) saving = setTimeout(save, 100);
  });
  addEventListener("popstate", comeBack);
  for (const name of ["wheel", "keydown", "pointerdown", "touchstart"]) addEventListener(name, stay, { passive: true });
}

/** Whether the page of this entry of the history has been seen, and left further down than its top. */
export function wasLeft(): boolean {
  return !!(history.state as { y?: number } | null)?.y;
}

/** Come to where the page was left, as soon as it is long enough. */
export function comeBack(): void {
  stay();
  clearTimeout(saving);
  if (!wasLeft()) return;
  const { y } = history.state as { y: number };
  const until = Date.now() + PATIENCE;
  const come = () => {
    const { scrollHeight, clientHeight } = document.documentElement;
    if (scrollHeight >= y + clientHeight - 2 || Date.now() > until) {
      scrollTo(0, y);
      stay();
    }
  };
  coming = setInterval(come, 50);
  come();
}

function stay(): void {
  clearInterval(coming);
  coming = 0;
}
