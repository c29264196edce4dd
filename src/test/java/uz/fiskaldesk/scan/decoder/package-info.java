@NullMarked
package uz.fiskaldesk.scan.decoder;

import org.jspecify.annotations.NullMarked;
