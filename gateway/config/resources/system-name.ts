import { nodeSettings } from '#contract/node-settings';
import * as z from 'zod/mini';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { readIfThere, writeDurably } from '../disk/durable-file.ts';

const stored = z.strictObject({ systemName: nodeSettings.shape.systemName });
const defaultName = 'Unnamed system';

/** The System Name of the pair: edited on the Master, taken over by the Backup. Kept in `pair-settings.json`. */
export class SystemNameFile {
  readonly #path: string;
  readonly #pinned: string | null;
  readonly #listeners = new Set<() => void>();
  #name = defaultName;

  /** `pinned`: what `--system-name` says; it counts on a Master only. */
  constructor(path: string, pinned: string | null) {
    this.#path = path;
    this.#pinned = pinned;
  }

  /** Throws a `StartError` for a damaged file. */
  load(isMaster: boolean): void {
    const text = readIfThere(this.#path);
    if (text !== null) this.#name = parse(this.#path, text);
    if (isMaster && this.#pinned !== null && this.#pinned !== this.#name) this.adopt(this.#pinned);
  }

  readonly get = (): string => this.#name;

  /** Durable when it returns, or it throws and nothing is changed. */
  readonly adopt = (name: string): void => {
    if (name === this.#name && readIfThere(this.#path) !== null) return;
    writeDurably(this.#path, `${JSON.stringify({ systemName: name }, null, 2)}\n`);
    this.#name = name;
  };

  /** As `adopt`, by an administrator here: listeners send it on. */
  readonly set = (name: string): void => {
    this.adopt(name);
    this.#listeners.forEach((listener) => listener());
  };

  onSet(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

function parse(path: string, text: string): string {
  try {
    return z.parse(stored, JSON.parse(text)).systemName;
  } catch {
    throw new StartError(exitCodes.directoryUnusable, `${path} is damaged: restore it, or remove it`);
  }
}
