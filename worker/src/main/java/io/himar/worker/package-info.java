/**
 * What both stage workers share: the right to work on an image (lease and cancellations), the events they report, when
 * they take work at all (readiness of the inference server), and what they measure.
 */
package io.himar.worker;
