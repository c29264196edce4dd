@NullMarked
package uz.fiskaldesk.update;

import org.jspecify.annotations.NullMarked;
