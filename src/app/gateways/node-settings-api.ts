import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { nodeSettingsView, type NodeSettings, type NodeSettingsView } from '#contract/node-settings';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

const path = '/data/api/v1/networking/node-settings';
const answer = nodeSettingsView;

/** The settings that each node has for itself. */
@Injectable({ providedIn: 'root' })
export class NodeSettingsApi {
  private readonly client = inject(GatewayClient);

  settingsHere(): Observable<Answer<NodeSettingsView>> {
    return this.client.askHere({ path, answer });
  }

  /** `etag`: of the settings that were changed; refused with 412 if they are no longer the saved ones. */
  saveHere(body: NodeSettings, etag: string | null): Observable<Answer<NodeSettingsView>> {
    const headers: Record<string, string> = etag === null ? {} : { 'If-Match': etag };
    return this.client.askHere({ method: 'PUT', path, body, headers, answer });
  }
}
