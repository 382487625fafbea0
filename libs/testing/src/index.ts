export { foreignLanguages, startForeignReceiver } from './foreign-receiver.js';
export type { ForeignReceiver, ForeignLanguage } from './foreign-receiver.js';
export { freePort } from './free-port.js';
export { rawAnswers, startRawReceiver } from './raw-receiver.js';
export type { RawReceiver } from './raw-receiver.js';
export { startReceiver } from './receiver.js';
export type { Answer, ReceivedRequest, Receiver, ReceiverOptions } from './receiver.js';
export { certificateFaults, makeCertificates, readCertificates } from './certificates.js';
export type { Certificate, CertificateFault, Certificates } from './certificates.js';
