/** What every program needs beside its purpose: settings, logging, texts, one instance. Knows only the JDK and libraries. */
@NullMarked
package uz.fiskaldesk.support;

import org.jspecify.annotations.NullMarked;
