import type { RedundancyConfig } from '#contract/redundancy-config';
import * as z from 'zod/mini';
import { GatewayError } from '../../errors.ts';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { readIfThere, writeDurably } from '../disk/durable-file.ts';
import { contradictionIn, defaultNodeConfig, issueWords, nodeConfig } from './node-config.ts';
import type { NodeConfig, OwnSettings } from './node-config.ts';
import { isRecord, pinsBelow, refusePinned, valueAt, withValueAt, type Pin } from './pins.ts';

/**
 * `node.json`: what an administrator set on this node. In force is the flag, else the file, else the default; the file
 * never takes over the value of a flag, and a file that holds a mistake is never overwritten.
 */
export class NodeFile {
  readonly #path: string;
  readonly #pins: readonly Pin[];
  #text: string | null = null;
  #inFile = defaultNodeConfig();
  #inForce = this.#inFile;

  constructor(path: string, pins: readonly Pin[]) {
    this.#path = path;
    this.#pins = pins;
  }

  /** Throws a `StartError` that names the file and the member. */
  load(): void {
    this.#text = readIfThere(this.#path);
    this.#inFile = this.#parse(merged(defaultNodeConfig(), this.#json()));
    this.#inForce = this.#withPins(this.#inFile);
    const contradiction = contradictionIn(this.#inForce);
    if (contradiction === null) return;
    if (this.#pins.length === 0) throw this.#wrong(contradiction);
    throw new StartError(exitCodes.badCommandLine, `The flags together with ${this.#path}: ${contradiction}`);
  }

  /** The values in force. */
  get config(): NodeConfig {
    return this.#inForce;
  }

  /** What flags pin below `/nodeSettings` or `/redundancy`: `{'/httpPort': '--http-port'}`. */
  pinned(parent: '/nodeSettings' | '/redundancy'): Record<string, string> {
    return pinsBelow(this.#pins, parent);
  }

  /**
   * Durable when it returns; `beforeReplace` as in `writeDurably`. Throws `pinned`, `preconditionFailed` (the file was
   * edited by hand) and `storageFailed`; then everything is as before.
   */
  changeNodeSettings(settings: OwnSettings, beforeReplace?: () => void): void {
    refusePinned(this.#pins, '/nodeSettings', settings);
    this.#save({ ...this.#inForce, nodeSettings: settings }, beforeReplace);
  }

  /** As `changeNodeSettings`. */
  changeRedundancy(redundancy: RedundancyConfig): void {
    refusePinned(this.#pins, '/redundancy', redundancy);
    this.#save({ ...this.#inForce, redundancy });
  }

  #save(wanted: NodeConfig, beforeReplace: () => void = () => undefined): void {
    if (readIfThere(this.#path) !== this.#text) {
      const detail = 'node.json was edited by hand: restart the gateway first';
      throw new GatewayError('preconditionFailed', { detail });
    }
    const inFile = this.#pins.reduce<unknown>(
      (config, { pointer }) => withValueAt(config, pointer, valueAt(this.#inFile, pointer)),
      wanted,
    );
    const text = `${JSON.stringify(inFile, null, 2)}\n`;
    writeDurably(this.#path, text, { beforeReplace });
    this.#text = text;
    this.#inFile = this.#parse(inFile);
    this.#inForce = wanted;
  }

  #withPins(config: NodeConfig): NodeConfig {
    return this.#parse(this.#pins.reduce<unknown>((at, { pointer, value }) => withValueAt(at, pointer, value), config));
  }

  #json(): unknown {
    if (this.#text === null) return {};
    try {
      return JSON.parse(this.#text);
    } catch (error) {
      throw this.#wrong(error instanceof Error ? error.message : String(error));
    }
  }

  #parse(value: unknown): NodeConfig {
    const result = z.safeParse(nodeConfig, value);
    if (result.success) return result.data;
    throw this.#wrong(issueWords(result.error.issues[0]));
  }

  #wrong(reason: string): StartError {
    return new StartError(exitCodes.badNodeFile, `${this.#path} is not valid: ${reason}`);
  }
}

/** The defaults with everything over them that the file says; what is no object replaces as a whole. */
function merged(defaults: unknown, over: unknown): unknown {
  if (!isRecord(defaults) || !isRecord(over)) return over;
  const members = Object.entries(over).map(([key, value]): [string, unknown] => [
    key,
    Object.hasOwn(defaults, key) ? merged(defaults[key], value) : value,
  ]);
  return { ...defaults, ...Object.fromEntries(members) };
}
