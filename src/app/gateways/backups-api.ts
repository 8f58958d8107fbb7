import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import { keptBackups, type KeptBackups } from '#contract/divergence';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

const base = '/data/api/v1/redundancy/backups';
/** A whole configuration. */
const downloadMs = 120_000;

/** Configurations that were replaced, as the node keeps them that had them. */
@Injectable({ providedIn: 'root' })
export class BackupsApi {
  private readonly client = inject(GatewayClient);

  list(nodeId: string): Observable<Answer<KeptBackups>> {
    return this.client.ask(nodeId, { path: base, answer: keptBackups });
  }

  /** The file that a gateway imports. */
  download(nodeId: string, id: string): Observable<Answer<string>> {
    const path = `${base}/${encodeURIComponent(id)}`;
    return this.client.ask(nodeId, { path, answer: z.string(), answerAs: 'text', timeoutMs: downloadMs });
  }
}
