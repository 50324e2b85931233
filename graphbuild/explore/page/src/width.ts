// How wide a picture is drawn: as wide as its box where that is narrow, so that letters stay as large as they are.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Units of a picture where there is room; below so many pixels it takes its narrow form, down to the least. */
export const WIDTH = 920;
const NARROW = 672;
const LEAST = 240;

/** The picture, to be measured by, and its width in units. */
export function useWidth() {
  const picture = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(WIDTH);
  useLayoutEffect(() => {
    const measure = () => {
      const room = picture.current?.parentElement?.clientWidth ?? 0;
      if (room) setWidth(room < NARROW ? Math.max(LEAST, room) : WIDTH);
    };
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  });
  return { picture, width, narrow: width < WIDTH };
}
