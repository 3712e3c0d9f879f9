export { createDriver, type DriverAnswers } from './create-driver.ts';
