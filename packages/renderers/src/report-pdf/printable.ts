import { toVisibleText } from '../visible.ts';

/** What the embedded font (Roboto as pdfmake 0.3.11 ships it, all four styles) can draw: Latin, Greek, Cyrillic. */
const DRAWABLE =
  /[^\n\u{20}-\u{7e}\u{a0}-\u{17f}\u{18f}\u{192}\u{1a0}-\u{1a1}\u{1af}-\u{1b0}\u{1f0}\u{1fa}-\u{1ff}\u{218}-\u{21b}\u{237}\u{259}\u{2bc}\u{2c6}-\u{2c7}\u{2c9}\u{2d8}-\u{2dd}\u{2f3}\u{384}-\u{38a}\u{38c}\u{38e}-\u{3a1}\u{3a3}-\u{3ce}\u{3d1}-\u{3d2}\u{3d6}\u{400}-\u{486}\u{488}-\u{513}\u{1e00}-\u{1e01}\u{1e3e}-\u{1e3f}\u{1e80}-\u{1e85}\u{1e9e}\u{1ea0}-\u{1ef9}\u{1f4d}\u{2000}-\u{200b}\u{2010}-\u{2011}\u{2013}-\u{2015}\u{2017}-\u{201e}\u{2020}-\u{2022}\u{2025}-\u{2027}\u{2030}\u{2032}-\u{2033}\u{2039}-\u{203a}\u{203c}\u{2044}\u{2070}\u{2074}-\u{208e}\u{20a3}-\u{20a4}\u{20a6}-\u{20ac}\u{20b1}\u{20b9}-\u{20ba}\u{20bc}-\u{20bd}\u{2105}\u{2113}\u{2116}\u{2122}\u{2126}\u{212e}\u{215b}-\u{215e}\u{2202}\u{2206}\u{220f}\u{2211}-\u{2212}\u{221a}\u{221e}\u{222b}\u{2248}\u{2260}\u{2264}-\u{2265}\u{25a0}\u{25ca}-\u{25cb}\u{25cf}\u{fb01}-\u{fb04}\u{fffd}]/gu;

/** Longer texts are cut; a PDF is for reading, the other formats have it all. */
const MAX_TEXT = 4000;

/** What had to be changed so that a page can show it. */
export interface PrintLog {
  cutTexts: number;
  unknownCharacters: number;
}

/** Text for a page: hidden characters and characters without a glyph as escapes, long texts cut and counted. */
export function toPrintable(text: string, log: PrintLog): string {
  const visible = toVisibleText(text).normalize('NFC').replaceAll('\t', '    ');
  const drawable = visible.replace(DRAWABLE, (character) => {
    log.unknownCharacters += 1;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  if (drawable.length <= MAX_TEXT) return drawable;
  log.cutTexts += 1;
  return `${drawable.slice(0, MAX_TEXT)}… (cut)`;
}
