@NullMarked
package uz.fiskaldesk.desk;

import org.jspecify.annotations.NullMarked;
