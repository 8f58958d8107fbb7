import { X509Certificate } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { ensureCertificate } from './certificate.ts';
import { StartError } from '../exit-codes.ts';

describe('The certificate of a node', () => {
  const path = useTemporaryDirectory();

  it('is made at the first start for every name of the machine, for ten years', async () => {
    const { cert, validUntilAt } = await ensure();
    const parsed = new X509Certificate(cert);
    for (const name of ['localhost', 'scada-a']) expect(parsed.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1', '10.0.0.11']) expect(parsed.checkIP(address)).toBeDefined();
    expect(new Date(validUntilAt).getUTCFullYear()).toBe(2036);
  });

  it('is the same after a restart', async () => {
    expect((await ensure()).fingerprint).toBe((await ensure()).fingerprint);
  });

  it('keeps its key from other users of the machine', async () => {
    await ensure();
    expect(statSync(path('tls-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('is served and can be pinned by its fingerprint', async () => {
    const { key, cert, fingerprint } = await ensure();
    const server = createServer({ key, cert }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const socket = connect({ port, host: '127.0.0.1', ca: cert });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBeTrue();
    expect(socket.getPeerCertificate().fingerprint256).toBe(fingerprint);
    socket.destroy();
    server.close();
  });

  it('is made again when the first start was interrupted before it was there', async () => {
    await ensure();
    rmSync(path('tls-cert.pem'));
    await expectAsync(ensure()).toBeResolved();
  });

  it('stops the start when it is damaged, instead of being replaced under the peer that pinned it', async () => {
    await ensure();
    writeFileSync(path('tls-key.pem'), 'nonsense');
    await expectAsync(ensure()).toBeRejectedWithError(StartError);
  });

  function ensure() {
    const now = () => Date.UTC(2026, 0, 1);
    return ensureCertificate({ directory: path(), hostName: 'scada-a', addresses: ['10.0.0.11', '127.0.0.1'], now });
  }
});
