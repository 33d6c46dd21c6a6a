import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

const FONTS = {
  Roboto: {
    normal: 'Roboto-Regular.ttf',
    bold: 'Roboto-Medium.ttf',
    italics: 'Roboto-Italic.ttf',
    bolditalics: 'Roboto-MediumItalic.ttf',
  },
};

/** The part of pdfmake's Node build that its types leave out: fonts come from memory, not from files. */
interface MemoryFiles {
  readonly virtualfs: { writeFileSync(name: string, data: string, encoding: string): void };
}

/**
 * Sets a document. The library and its fonts (about 1 MB) are loaded on first use. It may read neither files nor URLs,
 * whatever the data says.
 */
export async function printDocument(definition: TDocumentDefinitions): Promise<Uint8Array> {
  const [{ default: pdfmake }, { default: files }] = await Promise.all([
    import('pdfmake'),
    import('pdfmake/build/vfs_fonts.js'),
  ]);
  const { virtualfs } = pdfmake as unknown as MemoryFiles;
  for (const name of Object.values(FONTS.Roboto)) {
    const data: unknown = files[name];
    if (typeof data !== 'string') throw new TypeError(`pdfmake no longer ships the font ${name} as text`);
    virtualfs.writeFileSync(name, data, 'base64');
  }
  pdfmake.setFonts(FONTS);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  return pdfmake.createPdf(definition).getBuffer();
}
