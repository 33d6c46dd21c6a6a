import { StringDecoder } from 'node:string_decoder';

/** Gathers a stream of bytes up to a limit and says when it is passed. */
export class CappedOutput {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes a chunk; false once more than the limit has come, and then nothing more is kept. */
  add(chunk: Buffer): boolean {
    if (this.#size + chunk.length > this.#maxBytes) return false;
    this.#size += chunk.length;
    this.#chunks.push(chunk);
    return true;
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#chunks, this.#size);
  }
}

/** Keeps the last bytes of a stream. */
export class OutputTail {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > 2 * this.#maxBytes) this.#cut();
  }

  /** The tail as text; a character cut in two at the start is left out. */
  toText(): string {
    this.#cut();
    let bytes = Buffer.concat(this.#chunks);
    while (bytes.length > 0 && ((bytes[0] ?? 0) & 0xc0) === 0x80) bytes = bytes.subarray(1);
    return new StringDecoder('utf8').end(bytes);
  }

  #cut(): void {
    if (this.#size <= this.#maxBytes) return;
    const all = Buffer.concat(this.#chunks);
    // Copied, so that the large buffer can be freed.
    this.#chunks = [Buffer.from(all.subarray(all.length - this.#maxBytes))];
    this.#size = this.#maxBytes;
  }
}
