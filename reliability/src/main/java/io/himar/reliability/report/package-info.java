/** What a proof has found, for people and for programs. */
package io.himar.reliability.report;
