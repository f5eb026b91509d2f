/** The object storage of those services that store pictures or hand them out. */
package io.himar.service.objects;
