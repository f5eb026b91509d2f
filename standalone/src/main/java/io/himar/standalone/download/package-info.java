/** Saves pictures under names that any file system takes, and replaces none. */
package io.himar.standalone.download;
