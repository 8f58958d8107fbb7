import { type GatewayInfo, gatewayInfo } from '#contract/gateway-info';
import type { GatewayApp } from './zod-provider.ts';

export function gatewayInfoRoutes(app: GatewayApp, info: () => GatewayInfo): void {
  app.get(
    '/data/api/v1/gateway-info',
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getGatewayInfo',
        summary: 'Name, version and platform of this node',
        tags: ['Gateway'],
        response: { 200: gatewayInfo },
      },
    },
    () => info(),
  );
}
