import { inject, Injectable } from '@angular/core';
import { map, of, switchMap, type Observable } from 'rxjs';
import { pinnedConfig, redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';
import type { SettingsApi } from './pair-editor.ts';

const path = '/data/api/v1/redundancy/config';
/** Another mode is another start: the node hands its work over first. */
const saveTimeoutMs = 20_000;

/** The redundancy settings of a node, and what a flag pins of them, by JSON pointer. */
export interface RedundancyConfigView {
  saved: RedundancyConfig;
  pinned: Readonly<Record<string, string>>;
}

interface Loaded {
  view: RedundancyConfigView;
  etag: string | null;
}

/** The redundancy settings that each node has for itself. */
@Injectable({ providedIn: 'root' })
export class RedundancyConfigApi implements SettingsApi<RedundancyConfigView, RedundancyConfig> {
  private readonly client = inject(GatewayClient);

  read(nodeId: string): Observable<Answer<RedundancyConfigView>> {
    return this.client
      .ask(nodeId, { path, answer: redundancyConfig })
      .pipe(switchMap((answer) => (answer.ok ? this.withPins(nodeId, answer) : of(answer))));
  }

  save(nodeId: string, body: RedundancyConfig, loaded: Loaded): Observable<Answer<RedundancyConfigView>> {
    const headers: Record<string, string> = loaded.etag === null ? {} : { 'If-Match': loaded.etag };
    const { pinned } = loaded.view;
    return this.client
      .ask(nodeId, { method: 'PUT', path, body, headers, answer: redundancyConfig, timeoutMs: saveTimeoutMs })
      .pipe(map((answer) => (answer.ok ? { ...answer, value: { saved: answer.value, pinned } } : answer)));
  }

  /** A gateway of another version may not tell: then a save of what is pinned is refused. */
  private withPins(
    nodeId: string,
    { value: saved, received }: Answer<RedundancyConfig> & { ok: true },
  ): Observable<Answer<RedundancyConfigView>> {
    return this.client.ask(nodeId, { path: `${path}/pinned`, answer: pinnedConfig }).pipe(
      map((answer) => {
        if (answer.ok) return { ok: true, value: { saved, pinned: answer.value.pinned }, received };
        const isUntold = answer.failure.kind === 'refused' && answer.failure.status === 404;
        return isUntold ? { ok: true, value: { saved, pinned: {} }, received } : answer;
      }),
    );
  }
}
