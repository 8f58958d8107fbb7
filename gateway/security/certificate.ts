import { X509Certificate, createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { writeDurably } from '../config/disk/durable-file.ts';
import { exitCodes, StartError } from '../exit-codes.ts';

/** What a TLS server needs, in PEM, and what the peer pins. */
export interface Certificate {
  key: string;
  cert: string;
  /** SHA-256, as `AB:CD:…`. */
  fingerprint: string;
  validUntilAt: number;
}

export interface CertificateOptions {
  directory: string;
  hostName: string;
  /** Addresses of this machine. */
  addresses: readonly string[];
  now: () => number;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const yearMs = 365.25 * 24 * 3_600_000;

/** Reads this node's certificate, or makes one that signs itself at the first start. Throws a `StartError`. */
export async function ensureCertificate(options: CertificateOptions): Promise<Certificate> {
  const path = { key: join(options.directory, 'tls-key.pem'), cert: join(options.directory, 'tls-cert.pem') };
  if (!existsSync(path.cert)) {
    const { key, cert } = await makeCertificate(options);
    // The certificate comes last: while it is missing, the key is nobody's.
    writeDurably(path.key, key, { mode: 0o600 });
    writeDurably(path.cert, cert);
  }
  return readCertificate(path);
}

function readCertificate(path: { key: string; cert: string }): Certificate {
  try {
    const [key, cert] = [readFileSync(path.key, 'utf8'), readFileSync(path.cert, 'utf8')];
    const parsed = new X509Certificate(cert);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error('the key belongs to another certificate');
    return { key, cert, fingerprint: parsed.fingerprint256, validUntilAt: parsed.validToDate.getTime() };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new StartError(exitCodes.directoryUnusable, `${path.cert} cannot be used: ${words}`);
  }
}

async function makeCertificate({
  hostName,
  addresses,
  now,
}: CertificateOptions): Promise<{ key: string; cert: string }> {
  // The package needs the polyfill before it is loaded; both are loaded at the first start only.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const names = [...new Set(['localhost', hostName, '127.0.0.1', '::1', ...addresses])];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `00${randomBytes(16).toString('hex')}`,
    name: [{ CN: [hostName] }],
    notBefore: new Date(now() - yearMs / 365),
    notAfter: new Date(now() + 10 * yearMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
    ],
  });
  return { key: await pemOf(keys.privateKey), cert: `${certificate.toString('pem')}\n` };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}
