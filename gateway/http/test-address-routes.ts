import { testAddress, testedAddress } from '#contract/test-address';
import type { AddressTests } from '../networking/address-tests.ts';
import type { GatewayApp } from './zod-provider.ts';

export function testAddressRoutes(app: GatewayApp, tests: AddressTests): void {
  app.post(
    '/data/api/v1/networking/test-address',
    {
      config: { needs: 'administrator' },
      bodyLimit: 1024,
      schema: {
        operationId: 'testAddress',
        summary: 'Which node answers at a public address, asked from this gateway',
        tags: ['Networking'],
        body: testAddress,
        response: { 200: testedAddress },
      },
    },
    ({ body }) => tests.run(body),
  );
}
