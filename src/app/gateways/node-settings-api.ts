import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { nodeSettingsView, type NodeSettings, type NodeSettingsView } from '#contract/node-settings';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';
import type { SettingsApi } from './pair-editor.ts';

const path = '/data/api/v1/networking/node-settings';
const answer = nodeSettingsView;

/** The settings that each node has for itself. */
@Injectable({ providedIn: 'root' })
export class NodeSettingsApi implements SettingsApi<NodeSettingsView, NodeSettings> {
  private readonly client = inject(GatewayClient);

  read(nodeId: string): Observable<Answer<NodeSettingsView>> {
    return this.client.ask(nodeId, { path, answer });
  }

  save(nodeId: string, body: NodeSettings, { etag }: { etag: string | null }): Observable<Answer<NodeSettingsView>> {
    const headers: Record<string, string> = etag === null ? {} : { 'If-Match': etag };
    return this.client.ask(nodeId, { method: 'PUT', path, body, headers, answer });
  }
}
