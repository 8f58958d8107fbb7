import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import { GatewayApi } from './gateway-api.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import { addressesOf } from './gateways-state.ts';

/** Opens the console of the other node with the sign-in of this one. */
@Injectable({ providedIn: 'root' })
export class OtherConsole {
  private readonly api = inject(GatewayApi);
  private readonly view = inject(DOCUMENT).defaultView;
  private readonly gateways = inject(Store).selectSignal(gatewaysFeature.selectGatewaysState);

  /** Without an answer the person signs in there. */
  async open(nodeId: string): Promise<void> {
    // Opened while the click is still being handled: later a browser takes it for an advertisement.
    const tab = this.view?.open('', '_blank') ?? null;
    if (tab === null) return;
    tab.opener = null;
    const answer = await firstValueFrom(this.api.code(nodeId));
    const address = answer.ok ? answer.received.address : addressesOf(this.gateways(), nodeId)[0];
    if (address === undefined) tab.close();
    else tab.location.href = answer.ok ? `${address}/#sign-in=${answer.value.code}` : `${address}/`;
  }
}
