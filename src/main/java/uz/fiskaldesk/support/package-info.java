/** General services: settings, logging, translations, file permissions, single instance. Depends on the JDK and libraries only. */
@NullMarked
package uz.fiskaldesk.support;

import org.jspecify.annotations.NullMarked;
