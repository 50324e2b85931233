// Where a page was left: "back", and loading it again, come to the same place of it.

/** Milliseconds for which what is asked for may take to come. */
const PATIENCE = 5000;
/** Parts of a page that are still to come. */
const AWAITED = "main [role=status]:not(.hidden), main [aria-busy=true]";
let saving = 0;
let coming = 0;
/** The part of the address behind "#" of which the page is drawn. */
let drawn = "";

/** Told as soon as the page of an address is drawn: until then what is seen is still the page before. */
export function draws(hash: string): void {
  drawn = hash;
}

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

/** Come to where the page was left, as soon as it is long enough, and stay there while parts of it still come. */
export function comeBack(): void {
  stay();
  clearTimeout(saving);
  if (!wasLeft()) return;
  const { y } = history.state as { y: number };
  const until = Date.now() + PATIENCE;
  const come = () => {
    if (drawn !== location.hash) return;
    const { scrollHeight, clientHeight } = document.documentElement;
    const late = Date.now() > until;
    const reaches = scrollHeight >= y + clientHeight - 2;
    if (reaches || late) scrollTo(0, y);
    if (late || (reaches && !document.querySelector(AWAITED))) stay();
  };
  coming = setInterval(come, 50);
}

function stay(): void {
  clearInterval(coming);
  coming = 0;
}
