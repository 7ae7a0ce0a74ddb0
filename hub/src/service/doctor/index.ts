export type { Check, DoctorParts } from './check';
export { examine } from './examine';
export { doctorParts } from './doctorParts';
