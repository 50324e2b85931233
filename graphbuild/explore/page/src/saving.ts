// Save what is seen: pictures as SVG and PNG, tables as CSV. Everything is made in the page; nothing is asked for.

/** Properties of a picture's parts that a style sheet sets, written into the parts themselves. */
const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "paint-order",
  "font-family", "font-size", "font-weight", "text-anchor", "unicode-bidi", "visibility",
] as const;
const SVG = "http://www.w3.org/2000/svg";
/** Pixels of a PNG for one of the picture, and the longest side that browsers draw. */
const SHARPNESS = 2;
const LONGEST = 16_000;
/** Room above a picture for what it shows, which the page says beside it. */
const HEAD = 40;

export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
}

/** A name of a file out of words: letters and digits of any script, and hyphens. */
export function fileName(words: string, suffix: string): string {
  const plain = words.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return `${Array.from(plain).slice(0, 80).join("") || "graphbuild"}.${suffix}`;
}

/** A picture as it is seen, as a file of its own: with its colours inside, without links, under what it shows. */
function standalone(picture: SVGSVGElement, name: string): { text: string; width: number; height: number } {
  const copy = drawn(picture) as SVGSVGElement;
  const { x, width } = picture.viewBox.baseVal;
  const y = picture.viewBox.baseVal.y - HEAD;
  const height = picture.viewBox.baseVal.height + HEAD;
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const title = document.createElementNS(SVG, "title");
  title.textContent = printable(picture.getAttribute("aria-label") ?? "");
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) ground.setAttribute(name, String(value));
  ground.setAttribute("fill", getComputedStyle(picture).backgroundColor);
  const head = document.createElementNS(SVG, "text");
  head.textContent = printable(name.slice(0, 1).toUpperCase() + name.slice(1));
  const { color, fontFamily } = getComputedStyle(picture);
  const look = { x: x + 12, y: y + 26, fill: color, "font-family": fontFamily, "font-size": "16px", "font-weight": 600 };
  for (const [key, value] of Object.entries(look)) head.setAttribute(key, String(value));
  copy.prepend(title, ground, head);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** A copy of a part that looks the same without the page's style sheet. */
function drawn(part: Element): Element {
  const copy = document.createElementNS(SVG, part.localName === "a" ? "g" : part.localName);
  for (const { name, value } of part.attributes) {
    if (!/^(class|href|role|tabindex|aria-|data-|on)/.test(name)) copy.setAttribute(name, value);
  }
  const style = getComputedStyle(part);
  if (!["svg", "title"].includes(part.localName)) {
    for (const name of STYLES) copy.setAttribute(name, style.getPropertyValue(name));
  }
  for (const child of part.childNodes) {
    if (child instanceof Text) copy.append(printable(child.data));
    else if (child instanceof Element && !child.classList.contains("hit")) copy.append(drawn(child));
  }
  return copy;
}

/** Without characters that XML cannot hold, which a name of an article may. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}

export function savePicture(picture: SVGSVGElement, name: string): void {
  download(fileName(name, "svg"), new Blob([standalone(picture, name).text], { type: "image/svg+xml" }));
}

/** The picture as PNG. Rejects where the browser cannot draw it. */
export async function saveDrawing(picture: SVGSVGElement, name: string): Promise<void> {
  const { text, width, height } = standalone(picture, name);
  const scale = Math.min(SHARPNESS, LONGEST / Math.max(width, height));
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const content = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!content) throw new Error("the browser cannot draw a picture of this size");
    download(fileName(name, "png"), content);
  } finally {
    URL.revokeObjectURL(address);
  }
}

export type Cell = string | number;

export function saveRows(header: string[], rows: Cell[][], name: string): void {
  const lines = [header, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`);
  // Spreadsheets take a file for UTF-8 where it begins with this mark.
  download(fileName(name, "csv"), new Blob(["\ufeff", ...lines], { type: "text/csv;charset=utf-8" }));
}

/** The cells of a table as it is seen, the header first. */
export function cellsOf(table: HTMLTableElement): [header: string[], ...rows: string[][]] {
  const cells = (row: HTMLTableRowElement) => [...row.cells].map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim());
  const [head = [], ...rows] = [...table.rows].map(cells);
  return [head, ...rows];
}

/** A cell of CSV, with a "'" wherever a spreadsheet would take what follows for a formula: as stores/spreadsheet.py. */
function quoted(value: Cell): string {
  if (typeof value === "number") return String(value);
  let text = value.replace(/([;\t|\r\n][\s;\t|\r\n'"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])/g, "$1'");
  const start = text.replace(/^[ \u00a0\u3000\ufeff'"]+/, "").slice(0, 1) || text.slice(0, 1);
  if (/^[=+\-@]/.test(start.normalize("NFKC")) || /^[,;\t|\r\n]/.test(text)) text = `'${text}`;
  return `"${text.replaceAll('"', '""')}"`;
}
