@NullMarked
package uz.fiskaldesk.scan;

import org.jspecify.annotations.NullMarked;
