import { GatewayError } from '../errors.ts';

/** No resource that a schema allows is larger, and no file has so much beside its resources. Bytes. */
const largest = 33_554_432;

const codes = { quote: 0x22, comma: 0x2c, open: 0x5b, backslash: 0x5c, close: 0x5d, begin: 0x7b, end: 0x7d };
const isOwnArray = /"resources"\s*:\s*$/;
/** JSON's own; a byte order mark stands only at the start. */
const blank = /^[ \t\n\r]*$/;

/**
 * Takes the text of a file of resources apart (UTF-8, in chunks): gives the text of each resource, and at the end what
 * is left. Only where they begin and end is looked at: what a text says is for JSON's parser. Throws `badRequest`,
 * `tooLarge`.
 */
export class ResourceScan {
  readonly #chunks: Iterable<Uint8Array>;
  /** Of the text that is being read. */
  #parts: Uint8Array[] = [];
  #length = 0;
  #rest = '';
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isInResources = false;
  #count = 0;

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** To be read to its end. */
  *resources(): Generator<string> {
    for (const chunk of this.#chunks) {
      let start = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        if (!this.#isBorder(chunk[at] ?? 0)) continue;
        const text = this.#take(chunk.subarray(start, at));
        start = at + 1;
        const isLast = chunk[at] === codes.close;
        if (!this.#isInResources) {
          this.#leave(`${text}[`);
          this.#isInResources = isOwnArray.test(text);
          this.#count = 0;
          continue;
        }
        yield* this.#found(text, isLast);
      }
      this.#keep(chunk.subarray(start));
    }
    this.#leave(this.#take(new Uint8Array()));
  }

  /** JSON text of everything but the resources. */
  get rest(): string {
    return this.#rest;
  }

  *#found(text: string, isLast: boolean): Generator<string> {
    if (!isLast || this.#count > 0 || !blank.test(text)) yield text;
    this.#count += 1;
    if (!isLast) return;
    this.#isInResources = false;
    this.#leave(']');
  }

  /** Whether a text ends here: before the array of resources, and behind each of them. */
  #isBorder(code: number): boolean {
    if (this.#isText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (code === codes.backslash) this.#isEscaped = true;
      else if (code === codes.quote) this.#isText = false;
      return false;
    }
    switch (code) {
      case codes.quote:
        this.#isText = true;
        return false;
      case codes.begin:
      case codes.open:
        this.#depth += 1;
        return code === codes.open && this.#depth === 2;
      case codes.end:
      case codes.close:
        this.#depth -= 1;
        return code === codes.close && this.#depth === 1 && this.#isInResources;
      case codes.comma:
        return this.#depth === 2 && this.#isInResources;
      default:
        return false;
    }
  }

  #leave(text: string): void {
    this.#rest += text;
    requireRoom(this.#rest.length);
  }

  #keep(bytes: Uint8Array): void {
    this.#length += bytes.length;
    requireRoom(this.#length);
    // The chunk it lies in is filled again.
    this.#parts.push(bytes.slice());
  }

  #take(bytes: Uint8Array): string {
    const whole = this.#parts.length === 0 ? bytes : Buffer.concat([...this.#parts, bytes]);
    [this.#parts, this.#length] = [[], 0];
    return new TextDecoder('utf-8', { ignoreBOM: this.#rest !== '' }).decode(whole);
  }
}

function requireRoom(bytes: number): void {
  if (bytes <= largest) return;
  throw new GatewayError('tooLarge', { detail: `One part of the file has more than ${largest} bytes` });
}
