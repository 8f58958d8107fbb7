import { createHash } from 'node:crypto';
import type { NodeSettings, NodeSettingsView } from '#contract/node-settings';
import { GatewayError } from '../../errors.ts';
import type { OwnSettings } from './node-config.ts';
import type { NodeFile } from './node-file.ts';

/** The System Name: kept with the configuration of the pair, edited on the Master. */
export interface SystemName {
  get: () => string;
  /** Durable when it returns, or throws and nothing is changed. */
  set: (name: string) => void;
  editable: () => boolean;
}

export interface NodeSettingsParts {
  file: NodeFile;
  systemName: SystemName;
  /** `--system-name` was given. */
  systemNamePinned: boolean;
  effectiveAddress: () => NodeSettingsView['effectiveAddress'];
  /** Where the System Name is edited. */
  master: () => { name: string; address: string | null } | null;
  /** What the process listens on. */
  running: NodeSettingsView['running'];
}

/** After a change: what holds now, and what held before. */
export type NodeSettingsListener = (now: NodeSettings, before: NodeSettings) => void;

/** Networking > Node Settings. Values arrive validated by the contract; here is what only this node can judge. */
export class NodeSettingsService {
  readonly #parts: NodeSettingsParts;
  readonly #listeners = new Set<NodeSettingsListener>();

  constructor(parts: NodeSettingsParts) {
    this.#parts = parts;
  }

  view(): NodeSettingsView {
    const { file, systemName, systemNamePinned, effectiveAddress, running } = this.#parts;
    const saved = this.#saved();
    const ownPins = Object.fromEntries(
      Object.entries(file.pinned('/nodeSettings')).map(([pointer, flag]): [string, string] => [pointer.slice(1), flag]),
    );
    return {
      saved,
      running: { ...running },
      pinned: systemNamePinned ? { ...ownPins, systemName: '--system-name' } : ownPins,
      effectiveAddress: effectiveAddress(),
      restartNeeded: saved.httpPort !== running.httpPort || saved.httpsPort !== running.httpsPort,
      systemNameEditable: systemName.editable() && !systemNamePinned,
    };
  }

  /** Changes with every saved value; for the ETag, without its quotes. */
  revision(): string {
    return createHash('sha256').update(JSON.stringify(this.#saved())).digest('base64url').slice(0, 22);
  }

  /**
   * Saves all or nothing; name and address hold at once, ports after a restart. `ifMatch` is the header as it came.
   * Throws `preconditionRequired`, `preconditionFailed`, `pinned`, `notEditableHere`, `storageFailed`.
   */
  change(settings: NodeSettings, ifMatch: string | null): NodeSettingsView {
    const before = this.#saved();
    this.#checkRevision(ifMatch);
    const { systemName, ...own } = settings;
    this.#checkSystemName(systemName, before.systemName);
    this.#parts.file.changeNodeSettings(own, () => {
      if (systemName !== before.systemName) this.#parts.systemName.set(systemName);
    });
    const now = this.#saved();
    this.#listeners.forEach((listener) => {
      listener(now, before);
    });
    return this.view();
  }

  /** Returns what takes the listener off. */
  onChange(listener: NodeSettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #saved(): NodeSettings {
    const { file, systemName } = this.#parts;
    const own: OwnSettings = file.config.nodeSettings;
    // Always in this order: the revision is taken from the text.
    return {
      nodeName: own.nodeName,
      systemName: systemName.get(),
      serverLanguage: own.serverLanguage,
      httpPort: own.httpPort,
      httpsPort: own.httpsPort,
      autoDetectHttpAddress: own.autoDetectHttpAddress,
      publicAddress: own.publicAddress,
    };
  }

  #checkRevision(ifMatch: string | null): void {
    if (ifMatch === null) throw new GatewayError('preconditionRequired');
    const wanted = ifMatch.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
    if (!wanted.includes('*') && !wanted.includes(this.revision())) throw new GatewayError('preconditionFailed');
  }

  #checkSystemName(wanted: string, present: string): void {
    if (wanted === present) return;
    const { systemName, systemNamePinned, master } = this.#parts;
    if (!systemName.editable()) {
      const errors = [{ pointer: '/systemName', detail: 'The System Name is edited on the Master' }];
      const found = master();
      throw new GatewayError('notEditableHere', found === null ? { errors } : { errors, master: found });
    }
    if (systemNamePinned) {
      throw new GatewayError('pinned', { errors: [{ pointer: '/systemName', detail: 'Set by --system-name' }] });
    }
  }
}
