import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom, forkJoin } from 'rxjs';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Answer } from '../../gateways/failure.ts';
import { GatewayApi } from '../../gateways/gateway-api.ts';
import { selectPair } from '../../gateways/pair-selectors.ts';
import { selected } from '../../gateways/watched.ts';

/** What the page asks for besides the status: only while it is open. */
@Injectable()
export class RedundancyWatch {
  private readonly api = inject(GatewayApi);
  private readonly pair = selected(selectPair);
  private readonly configAnswers = signal<Readonly<Record<string, Answer<RedundancyConfig>>>>({});

  /** By node id. */
  readonly configs = this.configAnswers.asReadonly();

  async readConfigs(): Promise<void> {
    const asked = Object.fromEntries(this.pair().map(({ nodeId }) => [nodeId, this.api.config(nodeId)]));
    this.configAnswers.set(await firstValueFrom(forkJoin(asked), { defaultValue: {} }));
  }
}
